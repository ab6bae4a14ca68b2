// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "basis.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double decay   = 0.95;
static const double inertia = 1e-9; ///< Share of the old vectors in new ones

static bool
init_side(BasisSide* const side, const size_t n)
{
  side->n          = n;
  side->covariance = (double*)calloc(n * n, sizeof(double));
  side->vectors    = (double*)calloc(n * n, sizeof(double));
  for (size_t i = 0; side->vectors && i < n; ++i) {
    side->vectors[i * n + i] = 1.0;
  }
  return side->covariance && side->vectors;
}

bool
basis_init(Basis* const basis, const size_t n_rows, const size_t n_columns)
{
  const size_t most      = n_rows > n_columns ? n_rows : n_columns;
  const bool   ok        = init_side(&basis->rows, n_rows);
  bool         has_rooms = true;

  basis->at = (size_t*)calloc(n_rows * n_columns, sizeof(size_t));
  for (uint32_t r = 0; r < BASIS_ROOMS; ++r) {
    BasisRoom* const room = &basis->rooms[r];
    room->matrix          = (double*)calloc(n_rows * n_columns, sizeof(double));
    room->product         = (double*)calloc(most * most, sizeof(double));
    has_rooms             = has_rooms && room->matrix && room->product;
  }
  return init_side(&basis->columns, n_columns) && ok && basis->at && has_rooms;
}

void
basis_free(Basis* const basis)
{
  free(basis->rows.covariance);
  free(basis->rows.vectors);
  free(basis->columns.covariance);
  free(basis->columns.vectors);
  free(basis->at);
  for (uint32_t r = 0; r < BASIS_ROOMS; ++r) {
    free(basis->rooms[r].matrix);
    free(basis->rooms[r].product);
  }
}

static void
gather(const Basis* const  basis,
       double* const       matrix,
       const double* const vector)
{
  for (size_t i = 0; i < basis->rows.n * basis->columns.n; ++i) {
    matrix[i] = vector[basis->at[i]];
  }
}

static void
scatter(const Basis* const  basis,
        const double* const matrix,
        double* const       vector)
{
  for (size_t i = 0; i < basis->rows.n * basis->columns.n; ++i) {
    vector[basis->at[i]] = matrix[i];
  }
}

void
basis_count(Basis* const basis, const double* const gradient)
{
  double* const matrix = basis->rooms[1].matrix;
  const int     m      = (int)basis->rows.n;
  const int     n      = (int)basis->columns.n;

  gather(basis, matrix, gradient);
  cblas_dsyrk(CblasRowMajor,
              CblasUpper,
              CblasNoTrans,
              m,
              n,
              1.0 - decay,
              matrix,
              n,
              decay,
              basis->rows.covariance,
              m);
  cblas_dsyrk(CblasRowMajor,
              CblasUpper,
              CblasTrans,
              n,
              m,
              1.0 - decay,
              matrix,
              n,
              decay,
              basis->columns.covariance,
              n);
}

/// Make vectors orthonormal, of which each keeps its direction as far as those
/// before it let it: Gram and Schmidt, twice, which is enough (Giraud 2005)
static void
orthonormalise(double* const vectors, const size_t n, double* const parts)
{
  for (size_t j = 0; j < n; ++j) {
    double* const vector = vectors + j * n;
    for (int pass = 0; pass < 2 && j; ++pass) {
      cblas_dgemv(CblasRowMajor,
                  CblasNoTrans,
                  (int)j,
                  (int)n,
                  1.0,
                  vectors,
                  (int)n,
                  vector,
                  1,
                  0.0,
                  parts,
                  1);
      cblas_dgemv(CblasRowMajor,
                  CblasTrans,
                  (int)j,
                  (int)n,
                  -1.0,
                  vectors,
                  (int)n,
                  parts,
                  1,
                  1.0,
                  vector,
                  1);
    }
    cblas_dscal((int)n, 1.0 / cblas_dnrm2((int)n, vector, 1), vector, 1);
  }
}

/// A step of orthogonal iteration (Golub and Van Loan, 8.2.4)
static void
follow_side(BasisSide* const side, double* const product, double* const parts)
{
  const size_t n     = side->n;
  double       trace = 0.0;
  for (size_t i = 0; i < n; ++i) {
    trace += side->covariance[i * (n + 1U)];
  }
  if (!(trace > 0.0)) {
    return;
  }

  // Where gradients have no part, vectors stay as they are
  memcpy(product, side->vectors, n * n * sizeof(double));
  cblas_dsymm(CblasRowMajor,
              CblasRight,
              CblasUpper,
              (int)n,
              (int)n,
              1.0 / trace,
              side->covariance,
              (int)n,
              side->vectors,
              (int)n,
              inertia,
              product,
              (int)n);
  orthonormalise(product, n, parts);
  memcpy(side->vectors, product, n * n * sizeof(double));
}

void
basis_follow(Basis* const basis)
{
  const BasisRoom* const room = &basis->rooms[1];
  follow_side(&basis->rows, room->product, room->matrix);
  follow_side(&basis->columns, room->product, room->matrix);
}

/// Multiply a vector, as a matrix, by the vectors of both sides, or their
/// transposes
static void
turn(const Basis* const     basis,
     const BasisRoom* const room,
     const CBLAS_TRANSPOSE  rows,
     const CBLAS_TRANSPOSE  columns,
     double* const          vector)
{
  const int m = (int)basis->rows.n;
  const int n = (int)basis->columns.n;

  gather(basis, room->matrix, vector);
  cblas_dgemm(CblasRowMajor,
              rows,
              CblasNoTrans,
              m,
              n,
              m,
              1.0,
              basis->rows.vectors,
              m,
              room->matrix,
              n,
              0.0,
              room->product,
              n);
  cblas_dgemm(CblasRowMajor,
              CblasNoTrans,
              columns,
              m,
              n,
              n,
              1.0,
              room->product,
              n,
              basis->columns.vectors,
              n,
              0.0,
              room->matrix,
              n);
  scatter(basis, room->matrix, vector);
}

void
basis_turn(const Basis* const basis, const uint32_t room, double* const vector)
{
  turn(basis, &basis->rooms[room], CblasNoTrans, CblasTrans, vector);
}

void
basis_turn_back(const Basis* const basis, double* const vector)
{
  turn(basis, &basis->rooms[0], CblasTrans, CblasNoTrans, vector);
}

static void
copy_side(BasisSide* const dst, const BasisSide* const src)
{
  const size_t size = src->n * src->n * sizeof(double);
  memcpy(dst->covariance, src->covariance, size);
  memcpy(dst->vectors, src->vectors, size);
}

void
basis_copy(Basis* const dst, const Basis* const src)
{
  copy_side(&dst->rows, &src->rows);
  copy_side(&dst->columns, &src->columns);
}

static void
visit_side(BasisSide* const side, Archive* const archive)
{
  const size_t size = side->n * side->n * sizeof(double);
  archive_visit(archive, side->covariance, size);
  archive_visit(archive, side->vectors, size);
}

void
basis_visit(Basis* const basis, Archive* const archive)
{
  visit_side(&basis->rows, archive);
  visit_side(&basis->columns, archive);
}
