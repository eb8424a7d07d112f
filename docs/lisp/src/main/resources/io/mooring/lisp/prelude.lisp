; What the Lisp says in its own words; the builtins are in Evaluator.java.

(define null? (lambda (x) (eq? x '())))
(define not (lambda (x) (if x #f #t)))
(define = (lambda (a b) (if (< a b) #f (not (< b a)))))

; Calls (f so-far element) for each element. A loop, for the call of fold is in tail position.
(define fold (lambda (f so-far list)
  (if (null? list) so-far (fold f (f so-far (car list)) (cdr list)))))

(define length (lambda (list) (fold (lambda (n x) (+ n 1)) 0 list)))
(define reverse (lambda (list) (fold (lambda (done x) (cons x done)) '() list)))
(define map (lambda (f list) (reverse (fold (lambda (done x) (cons (f x) done)) '() list))))
(define append (lambda (a b) (fold (lambda (done x) (cons x done)) b (reverse a))))
(define filter (lambda (keep? list)
  (reverse (fold (lambda (done x) (if (keep? x) (cons x done) done)) '() list))))

; The numbers from a up to b, b not included.
(define range (lambda (a b) (range-onto '() a b)))
(define range-onto (lambda (done a b)
  (if (< a b) (range-onto (cons (- b 1) done) a (- b 1)) done)))
