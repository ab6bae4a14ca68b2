// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file basis.h A basis in which the gradients of a matrix hardly correlate.

   Gradients of a recurrent layer lie along few directions, and none of these is
   a single weight: what one unit is told, all are told.  So an optimiser that
   has a step for each weight goes along their eigenvectors instead, of rows
   and of columns: SOAP (Vyas et al. 2024), after Shampoo (Gupta et al. 2018).
   The eigenvectors move slowly, and a step of orthogonal iteration now and then
   keeps up with them.

   The elements stand at places of a vector of all weights; all functions leave
   the rest of it alone.
*/

#ifndef REMANENCE_TRAIN_BASIS_H
#define REMANENCE_TRAIN_BASIS_H

#include "archive.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Eigenvectors of the rows of a matrix, or of its columns
typedef struct {
  size_t  n;
  double* covariance; ///< [n][n] of gradients, decaying; its upper half
  double* vectors;    ///< [n][n] one after the other, of length 1
} BasisSide;

enum { BASIS_ROOMS = 2 };

/// Scratch of a function, so that as many can run side by side as there are
typedef struct {
  double* matrix;  ///< [n_rows][n_columns]
  double* product; ///< As large as the larger side
} BasisRoom;

typedef struct {
  size_t*   at; ///< [n_rows][n_columns] where the elements stand
  BasisSide rows;
  BasisSide columns;
  BasisRoom rooms[BASIS_ROOMS];
} Basis;

/// Allocate the basis of the weights themselves, for whoever called to fill in
/// `at`; return whether there was memory, basis_free() in any case
bool
basis_init(Basis* basis, size_t n_rows, size_t n_columns);

void
basis_free(Basis* basis);

/// Count a gradient in; in room 1
void
basis_count(Basis* basis, const double* gradient);

/// Turn the basis towards the eigenvectors of the gradients that were counted;
/// in room 1
void
basis_follow(Basis* basis);

/// Turn a vector into the basis
void
basis_turn(const Basis* basis, uint32_t room, double* vector);

/// Turn a vector back out of the basis; in room 0
void
basis_turn_back(const Basis* basis, double* vector);

/// Copy what gradients have left, between bases of as many rows and columns
void
basis_copy(Basis* dst, const Basis* src);

/// Count, save or load what gradients have left
void
basis_visit(Basis* basis, Archive* archive);

#endif // REMANENCE_TRAIN_BASIS_H
